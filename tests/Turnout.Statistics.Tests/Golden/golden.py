"""Golden values of the statistics tests, from mpmath 1.3.0: python3 golden.py. Development only; the numbers stand in the tests."""
from mpmath import *

# Student's t and the normal distribution
mp.dps=60
def logt(t,v):
    t=mpf(t);v=mpf(v)
    x=v/(v+t*t)
    return log(betainc(v/2,mpf(1)/2,0,x,regularized=True)/2)
for v,t in [(1,2),(1,'1e150'),(5,50),(30,8),(200,'40'),(999,54),(1000,'1.5'),(1000,54),(1001,3)]:
    try: print('T',v,t,nstr(logt(t,v),20), nstr(exp(logt(t,v)),20))
    except Exception as e: print(v,t,e)
for z in ['0.1','1.96','8','20','37','100']: r=erfc(mpf(z)/sqrt(2))/2; print('N',z,nstr(r,20),nstr(log(r),20))

# Student's t with many degrees of freedom, by quadrature in steps of the tail's own width
mp.dps=40
def q(t,v):
    t=mpf(t); v=mpf(v); c=loggamma((v+1)/2)-loggamma(v/2)-log(v*pi)/2
    f=lambda u: exp(-(v+1)/2*(log1p(u*u/v)-log1p(t*t/v)))
    pts=[t+k*mpf(1)/(1+t)/1 for k in range(0,120,2)]
    return c-(v+1)/2*log1p(t*t/v)+log(quad(f,pts))
for v,t in [(1e6,'37'),(1e6,'0.5'),(1e8,30),(1e5,2)]: print(v,t,nstr(q(t,v),20))

# beta and gamma tails, by power series
mp.dps=40
def lt(a,b,x,up):
    a,b,x=mpf(a),mpf(b),mpf(x)
    c=loggamma(a+b)-loggamma(a)-loggamma(b)
    # forward series: I_x = x^a(1-x)^b/(aB) * sum prod (a+b+k)/(a+1+k) x
    if up: a,b,x=b,a,1-x
    pre=c+a*log(x)+b*log(1-x)-log(a)
    s=mpf(1);t=mpf(1);k=0
    while True:
        t*=(a+b+k)*x/(a+1+k); s+=t; k+=1
        if t<s*mpf(10)**-30: break
        if k>5000000: raise Exception('slow')
    return pre+log(s)
for a,b,x in [('1000','2000','0.3'),('1e6','9e6','0.1005'),('1e6','9e6','0.103'),('3','1e7','1e-4'),('50','50','0.999999'),('2','3','0.999')]:
    print('B',a,b,x,nstr(lt(a,b,x,False),20) if mpf(x)<0.9 else '',nstr(lt(a,b,x,True),20) if mpf(x)>.0000001 else '')
def g(a,x):
    a,x=mpf(a),mpf(x)
    # lower series
    s=mpf(1);t=mpf(1);k=0
    while True:
        k+=1; t*=x/(a+k); s+=t
        if t<s*mpf(10)**-330: break
    lo=a*log(x)-x-loggamma(a+1)+log(s)
    return lo
mp.dps=340
for a,x in [('0.5','3'),('2','700'),('1000','1100'),('1000','2500'),('0.5','1e-8'),('10','1')]:
    lo=g(a,x); print('G',a,x,nstr(log(-expm1(lo)),20),nstr(lo,20))

# Bayes, sample ratio, always-valid
mp.dps=40
def F(a,b,x): return betainc(a,b,0,x,regularized=True)
def f(a,b,x): return exp((a-1)*log(x)+(b-1)*log(1-x)-log(beta(a,b)))
def post(ac,bc,at,bt):
    # the finite sum for whole parameters (Miller)
    p=mpf(0)
    for i in range(at): p+= exp(log(beta(ac+i,bc+bt))-log(bt+i)-log(beta(1+i,bt))-log(beta(ac,bc)))
    return p
print('P(t>c)',nstr(post(101,901,121,881),20))
def loss(ac,bc,at,bt):
    pts=[mpf(i)/200 for i in range(0,61)]+[1]
    return quad(lambda x: F(at,bt,x)*(1-F(ac,bc,x)),pts)
mp.dps=20
print('loss t',nstr(loss(101,901,121,881),15),'loss c',nstr(loss(121,881,101,901),15))
print('loss t 3/10 vs 5/10', nstr(quad(lambda x:F(6,6,x)*(1-F(4,8,x)),linspace(0,1,11)),15))
mp.dps=40
# gaussian excess
for r in ['-1','-6','-11','-20','2']:
    r=mpf(r); v=r*ncdf(r)+npdf(r); print('ex',r,nstr(v,20))
# SRM dirichlet
def srm(k,th,c):
    n=sum(c); s=loggamma(k)-loggamma(k+n)
    for t,x in zip(th,c): s+=loggamma(k*mpf(t)+x)-loggamma(k*mpf(t))-x*log(mpf(t))
    return -s
print('srm',nstr(srm(10000,[.5,.5],[480,520]),20),nstr(srm(10000,[.5,.5],[44700,45489]),20),nstr(srm(50,['0.25','0.75'],[3,90]),20))
# always valid: N=10000, est .016, se
N=10000;a=mpf('0.05'); rho=(-2*log(a)+log(1-2*log(a)))/10000
vc=mpf('.1')*mpf('.9')/5000; vt=mpf('.116')*mpf('.884')/5000; se=sqrt(vc+vt); k=N*rho+1; est=mpf('.016')
half=se*sqrt(N)*sqrt(2*k/(N**2*rho)*log(sqrt(k)/a)); print('av',nstr(sqrt(k)*exp(-rho*N*est**2/(2*k*se**2)),18),nstr(est-half,18),nstr(est+half,18), nstr(half/se,15))
# mixture t: df=18, t=3, N=20, rho as above N*=20
rho=(-2*log(a)+log(1-2*log(a)))/20; k=20*rho+1; r=1/k; t=mpf(3); v=18
E=sqrt(r)*((1+t*t/v)/(1+r*t*t/v))**(mpf(v+1)/2); print('avt',nstr(1/E,18))
# one sided closed form
rho=(-2*log(a)+log(1-2*log(a)))/10000;k=N*rho+1
print('one',nstr(sqrt(k)/(2*(exp(est**2*N*rho/(2*k*se**2))-1)),18))

# group-sequential bounds
mp.dps=25
def look2(c1,inc,t1,t2):
    s1=sqrt(mpf(t1)); d=sqrt(mpf(t2)-mpf(t1)); b=c1*s1
    ex=lambda c: quad(lambda x: npdf(x,0,s1)*(ncdf((x-c*sqrt(mpf(t2)))/d)+ncdf((-c*sqrt(mpf(t2))-x)/d)), linspace(-b,b,9))
    return findroot(lambda c: ex(c)-inc, 2.5 if c1<3 else 3.36)
q=lambda p: -sqrt(2)*erfinv(2*mpf(p)-1)
of=lambda t: 4*ncdf(-q(mpf('.0125'))/sqrt(mpf(t)))
po=lambda t: mpf('.05')*log(1+(e-1)*mpf(t))
for f in (of,po):
    c1=findroot(lambda c: 2*ncdf(-c)-f('.2'),3); print(nstr(c1,15), nstr(look2(c1,f('.4')-f('.2'),'.2','.4'),15))
